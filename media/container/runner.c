/*
 * Runs benchmark scripts again and again, measures each execution, and reports each at once: as one JSON object on
 * standard output and, if a collector is given, as the body of a POST to it first. The loss of the network loses
 * nothing: the extension reads both and keeps an execution once.
 *
 *   runner JOBFILE PROGRAM ARGUMENT... SCRIPT...
 *
 * JOBFILE has lines KEY=VALUE: job (UUID), iterations, warmups, limit (seconds an execution may take), scripts (how
 * many of the arguments are scripts, at the end; without any, the command is executed as it is), count (none, perf
 * or callgrind: how instructions are counted) and, for the collector, host (IPv4 address), port, path, token.
 * Each iteration executes each script once, in turn, so that what the machine does meanwhile meets all of them.
 * It stops at the first execution that fails. Exit code: 0 all was executed (whatever the program's own exit
 * codes), 64 usage, 70 the runner itself failed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STDOUT_LIMIT = 1024 * 1024, STDERR_LIMIT = 16 * 1024, POST_SECONDS = 5, POST_FAILURES_LIMIT = 3 };

#define CALLGRIND_FILE "/opt/psb/callgrind."

static char *const callgrind[] = {"valgrind", "--tool=callgrind", "--callgrind-out-file=" CALLGRIND_FILE "%p", "--"};
enum { CALLGRIND_WORDS = sizeof callgrind / sizeof *callgrind };

struct job {
	char id[64], host[64], path[256], token[128], count[16];
	int port, iterations, warmups, limit_seconds, scripts;
};

struct capture {
	unsigned char *bytes;
	size_t length, limit;
	int truncated;
};

struct outcome {
	int exit_code, signal, timed_out, out_of_memory;
	int64_t wall_ns, user_us, system_us, max_rss_kib;
	/* CPU time that the rest of the machine used meanwhile; negative if unknown. */
	int64_t others_us;
	/* Negative if they were not counted; the text then says why, where they should have been. */
	int64_t instructions;
	const char *uncounted;
};

static void die(int code, const char *what)
{
	fprintf(stderr, "runner: %s: %s\n", what, strerror(errno));
	exit(code);
}

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void set_text(char *target, size_t size, const char *value)
{
	if (strlen(value) >= size) {
		errno = ENAMETOOLONG;
		die(64, "job file");
	}
	strcpy(target, value);
}

static void set_key(struct job *job, const char *key, const char *value)
{
	if (!strcmp(key, "job")) set_text(job->id, sizeof job->id, value);
	else if (!strcmp(key, "host")) set_text(job->host, sizeof job->host, value);
	else if (!strcmp(key, "path")) set_text(job->path, sizeof job->path, value);
	else if (!strcmp(key, "token")) set_text(job->token, sizeof job->token, value);
	else if (!strcmp(key, "count")) set_text(job->count, sizeof job->count, value);
	else if (!strcmp(key, "scripts")) job->scripts = atoi(value);
	else if (!strcmp(key, "port")) job->port = atoi(value);
	else if (!strcmp(key, "iterations")) job->iterations = atoi(value);
	else if (!strcmp(key, "warmups")) job->warmups = atoi(value);
	else if (!strcmp(key, "limit")) job->limit_seconds = atoi(value);
}

static void read_job(struct job *job, const char *file)
{
	char line[512];
	FILE *stream = fopen(file, "re");
	if (!stream) die(64, file);
	while (fgets(line, sizeof line, stream)) {
		char *equals = strchr(line, '=');
		line[strcspn(line, "\n")] = 0;
		if (!equals) continue;
		*equals = 0;
		set_key(job, line, equals + 1);
	}
	fclose(stream);
	if (!job->id[0] || job->iterations < 1 || job->warmups < 0 || job->limit_seconds < 1 || job->scripts < 0) {
		errno = EINVAL;
		die(64, file);
	}
}

/* Reads what is there; keeps it up to the limit and throws the rest away. 0 at the end of the stream. */
static int drain(int fd, struct capture *capture)
{
	static unsigned char chunk[65536];
	ssize_t got = read(fd, chunk, sizeof chunk);
	if (got < 0) return errno == EINTR || errno == EAGAIN;
	if (got == 0) return 0;
	size_t room = capture->limit - capture->length;
	size_t kept = (size_t)got < room ? (size_t)got : room;
	memcpy(capture->bytes + capture->length, chunk, kept);
	capture->length += kept;
	if (kept < (size_t)got) capture->truncated = 1;
	return 1;
}

/* How often the kernel has ended a process of this container because of the memory limit; cgroup v2, then v1. */
static long memory_kills(void)
{
	static const char *const files[] = {"/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char key[64];
		long value;
		FILE *stream = fopen(files[i], "re");
		if (!stream) continue;
		while (fscanf(stream, "%63s %ld", key, &value) == 2) {
			if (!strcmp(key, "oom_kill")) {
				fclose(stream);
				return value;
			}
		}
		fclose(stream);
	}
	return 0;
}

/* CPU time that all of the machine has used, the host's too, in microseconds; what a hypervisor took counts as used. */
static int64_t machine_us(void)
{
	long long user, nice, system, idle, wait, irq, soft, steal;
	FILE *stream = fopen("/proc/stat", "re");
	if (!stream) return -1;
	int found = fscanf(stream, "cpu %lld %lld %lld %lld %lld %lld %lld %lld", &user, &nice, &system, &idle, &wait, &irq,
		&soft, &steal);
	fclose(stream);
	return found == 8 ? (user + nice + system + irq + soft + steal) * (1000000 / sysconf(_SC_CLK_TCK)) : -1;
}

/* The one-minute load average as the kernel writes it, or "null". */
static const char *load_average(void)
{
	static char text[32];
	double load;
	FILE *stream = fopen("/proc/loadavg", "re");
	int found = stream ? fscanf(stream, "%lf", &load) : 0;
	if (stream) fclose(stream);
	if (found == 1) snprintf(text, sizeof text, "%.2f", load);
	return found == 1 ? text : "null";
}

/* Counts the instructions of a process that waits for its exec, and of its children, outside the kernel. */
static int open_counter(pid_t child)
{
	struct perf_event_attr attributes = {.type = PERF_TYPE_HARDWARE, .size = sizeof attributes,
		.config = PERF_COUNT_HW_INSTRUCTIONS, .disabled = 1, .inherit = 1, .exclude_kernel = 1, .exclude_hv = 1,
		.enable_on_exec = 1};
	return (int)syscall(SYS_perf_event_open, &attributes, child, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static void read_counter(int counter, int error, struct outcome *outcome)
{
	uint64_t value;
	if (counter < 0) outcome->uncounted = strerror(error);
	else if (read(counter, &value, sizeof value) != sizeof value) outcome->uncounted = "the counter could not be read";
	/* A counter that never ran counts nothing: the processor has it, but not for us. */
	else if (value == 0) outcome->uncounted = "the counter stood still";
	else outcome->instructions = (int64_t)value;
	if (counter >= 0) close(counter);
}

static void read_callgrind(pid_t child, struct outcome *outcome)
{
	char name[64], line[512];
	long long value;
	snprintf(name, sizeof name, CALLGRIND_FILE "%d", (int)child);
	FILE *stream = fopen(name, "re");
	outcome->uncounted = "callgrind wrote no total";
	while (stream && fgets(line, sizeof line, stream)) {
		if (sscanf(line, "totals: %lld", &value) == 1) {
			outcome->instructions = value;
			outcome->uncounted = "";
		}
	}
	if (stream) fclose(stream);
	unlink(name);
}

/* Forks a child that waits for a byte in the gate before it becomes the program. */
static pid_t start(char **command, int out[2], int err[2], int gate[2])
{
	char go;
	pid_t child = fork();
	if (child < 0) die(70, "fork");
	if (child > 0) {
		/* In both processes: whoever runs first, the group exists before anyone needs it. */
		setpgid(child, child);
		return child;
	}

	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setpgid(0, 0);
	close(gate[1]);
	if (read(gate[0], &go, 1) != 1) _exit(126);
	int null = open("/dev/null", O_RDONLY);
	if (null < 0 || dup2(null, 0) < 0 || dup2(out[1], 1) < 0 || dup2(err[1], 2) < 0) _exit(126);
	execvp(command[0], command);
	dprintf(2, "runner: %s: %s\n", command[0], strerror(errno));
	_exit(127);
}

/* Takes the notices of ended children off the queue, an earlier execution's too, and says whether this one ended. */
static int has_ended(pid_t child, int signals)
{
	struct signalfd_siginfo notice;
	siginfo_t info = {0};
	while (read(signals, &notice, sizeof notice) > 0) {}
	if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) < 0) die(70, "waitid");
	return info.si_pid == child;
}

/* Follows the child's output until it ends or its time is over; output that a grandchild still holds is not awaited. */
static void follow(pid_t child, int signals, int out, int err, int64_t deadline_ns, struct capture *captures,
	struct outcome *outcome)
{
	struct pollfd set[3] = {{out, POLLIN, 0}, {err, POLLIN, 0}, {signals, POLLIN, 0}};
	for (;;) {
		int64_t left_ms = (deadline_ns - now_ns()) / 1000000 + 1;
		if (left_ms <= 0 && !outcome->timed_out) {
			outcome->timed_out = 1;
			kill(-child, SIGKILL);
		}
		if (poll(set, 3, outcome->timed_out ? 1000 : (int)left_ms) < 0 && errno != EINTR) die(70, "poll");
		for (int i = 0; i < 2; i++) {
			if (set[i].revents && !drain(set[i].fd, &captures[i])) set[i].fd = -1;
		}
		if (set[2].revents && has_ended(child, signals)) return;
	}
}

static void reap(pid_t child, int64_t started_ns, struct outcome *outcome)
{
	int status;
	struct rusage usage;
	while (wait4(child, &status, 0, &usage) < 0) {
		if (errno != EINTR) die(70, "wait4");
	}
	outcome->wall_ns = now_ns() - started_ns;
	outcome->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
	outcome->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	outcome->user_us = (int64_t)usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec;
	outcome->system_us = (int64_t)usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec;
	outcome->max_rss_kib = usage.ru_maxrss;
}

/*
 * Ends whatever the program left running, detached processes too (they become children of this subreaper), so that
 * nothing runs beside the next execution.
 */
static void sweep(pid_t group)
{
	kill(-group, SIGKILL);
	for (int round = 0; round < 1000; round++) {
		int pid, found = 0;
		FILE *children = fopen("/proc/thread-self/children", "re");
		if (!children) return;
		while (fscanf(children, "%d", &pid) == 1) {
			found = 1;
			kill(pid, SIGKILL);
		}
		fclose(children);
		if (!found) return;
		while (waitpid(-1, NULL, WNOHANG) > 0) {}
		usleep(1000);
	}
}

static void execute(char **command, const struct job *job, struct capture *captures, struct outcome *outcome)
{
	int out[2], err[2], gate[2], counter = -1, counter_error = 0;
	int counting = !strcmp(job->count, "perf");
	sigset_t child_ends;
	memset(outcome, 0, sizeof *outcome);
	outcome->instructions = -1;
	outcome->uncounted = "";
	sigemptyset(&child_ends);
	sigaddset(&child_ends, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child_ends, NULL);
	int signals = signalfd(-1, &child_ends, SFD_CLOEXEC | SFD_NONBLOCK);
	if (signals < 0 || pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0 || pipe2(gate, O_CLOEXEC) < 0) die(70, "pipe");

	long kills_before = memory_kills();
	pid_t child = start(command, out, err, gate);
	close(out[1]);
	close(err[1]);
	close(gate[0]);
	if (counting) {
		counter = open_counter(child);
		counter_error = errno;
	}
	int64_t machine_before_us = machine_us();
	int64_t started_ns = now_ns();
	if (write(gate[1], "", 1) != 1) die(70, "gate");
	close(gate[1]);
	follow(child, signals, out[0], err[0], started_ns + (int64_t)job->limit_seconds * 1000000000, captures, outcome);
	reap(child, started_ns, outcome);
	int64_t used_us = machine_us() - machine_before_us - outcome->user_us - outcome->system_us;
	outcome->others_us = machine_before_us < 0 ? -1 : used_us > 0 ? used_us : 0;
	outcome->out_of_memory = memory_kills() > kills_before;
	if (counting) read_counter(counter, counter_error, outcome);
	if (!strcmp(job->count, "callgrind")) read_callgrind(child, outcome);

	sweep(child);
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	/* A full pipe is 64 KiB: that is all that can be left; a forked writer is not followed for ever. */
	for (int i = 0; i < 64 && drain(out[0], &captures[0]) && errno != EAGAIN; i++) errno = 0;
	for (int i = 0; i < 64 && drain(err[0], &captures[1]) && errno != EAGAIN; i++) errno = 0;
	close(out[0]);
	close(err[0]);
	close(signals);
}

static char *append_base64(char *at, const struct capture *capture)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *b = capture->bytes;
	for (size_t i = 0; i < capture->length; i += 3) {
		size_t left = capture->length - i;
		uint32_t word = (uint32_t)b[i] << 16 | (left > 1 ? b[i + 1] : 0u) << 8 | (left > 2 ? b[i + 2] : 0u);
		*at++ = digits[word >> 18];
		*at++ = digits[word >> 12 & 63];
		*at++ = left > 1 ? digits[word >> 6 & 63] : '=';
		*at++ = left > 2 ? digits[word & 63] : '=';
	}
	return at;
}

/* A number that is not negative, or null. */
static const char *count_text(char *text, size_t size, int64_t value)
{
	if (value < 0) return "null";
	snprintf(text, size, "%lld", (long long)value);
	return text;
}

struct place {
	int iteration, warmup, script;
};

static size_t encode(char *body, const struct job *job, struct place place, const struct outcome *o,
	const struct capture *captures)
{
	char others[32], instructions[32];
	char *at = body;
	at += sprintf(at,
		"{\"v\":1,\"kind\":\"iteration\",\"job\":\"%s\",\"iteration\":%d,\"warmup\":%s,\"script\":%d,\"count\":\"%s\",\"exitCode\":%d,\"signal\":%d,"
		"\"timedOut\":%s,\"outOfMemory\":%s,\"wallNs\":%lld,\"userUs\":%lld,\"systemUs\":%lld,\"maxRssKib\":%lld,\"load\":%s,\"othersCpuUs\":%s,\"instructions\":%s,"
		"\"uncounted\":\"%s\",\"stdout\":\"",
		job->id, place.iteration, place.warmup ? "true" : "false", place.script, job->count, o->exit_code, o->signal, o->timed_out ? "true" : "false",
		o->out_of_memory ? "true" : "false", (long long)o->wall_ns, (long long)o->user_us, (long long)o->system_us, (long long)o->max_rss_kib,
		load_average(), count_text(others, sizeof others, o->others_us),
		count_text(instructions, sizeof instructions, o->instructions), o->uncounted);
	at = append_base64(at, &captures[0]);
	at += sprintf(at, "\",\"stdoutTruncated\":%s,\"stderr\":\"", captures[0].truncated ? "true" : "false");
	at = append_base64(at, &captures[1]);
	at += sprintf(at, "\"}");
	return (size_t)(at - body);
}

static int send_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR) continue;
		if (sent <= 0) return 0;
		bytes += sent;
		length -= (size_t)sent;
	}
	return 1;
}

/* Whether the collector took the report. */
static int post(const struct job *job, const char *body, size_t length)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)job->port)};
	struct timeval patience = {POST_SECONDS, 0};
	char head[768], reply[64] = "";
	int ok = 0;
	if (inet_pton(AF_INET, job->host, &address.sin_addr) != 1) return 0;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0) return 0;
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	int head_length = snprintf(head, sizeof head,
		"POST %s HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
		"Content-Length: %zu\r\nConnection: close\r\n\r\n",
		job->path, job->host, job->port, job->token, length);
	if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 && send_all(fd, head, (size_t)head_length)
		&& send_all(fd, body, length)) {
		ssize_t got = recv(fd, reply, sizeof reply - 1, MSG_WAITALL);
		ok = got > 12 && !strncmp(reply, "HTTP/1.1 2", 10);
	}
	close(fd);
	return ok;
}

/* The command that executes one of the scripts: what comes before them, the script, and callgrind around it. */
static char **command_of(const struct job *job, int argc, char **argv, int script)
{
	char **command = calloc((size_t)argc + CALLGRIND_WORDS + 1, sizeof *command), **at = command;
	int shared = argc - 2 - job->scripts;
	if (!command || shared < 1) {
		errno = EINVAL;
		die(64, "arguments");
	}
	for (int i = 0; !strcmp(job->count, "callgrind") && i < CALLGRIND_WORDS; i++) *at++ = callgrind[i];
	for (int i = 0; i < shared; i++) *at++ = argv[2 + i];
	if (job->scripts > 0) *at++ = argv[2 + shared + script];
	return command;
}

/* Sends a report both ways; after some failures in a row the network is given up. */
static void deliver(const struct job *job, char *body, size_t length)
{
	static int failures = 0;
	if (job->port && failures < POST_FAILURES_LIMIT) {
		if (post(job, body, length)) {
			failures = 0;
		} else if (++failures == POST_FAILURES_LIMIT) {
			fprintf(stderr, "runner: the collector does not answer; reports go to standard output only\n");
		}
	}
	if (fwrite(body, 1, length, stdout) != length || putchar('\n') == EOF || fflush(stdout) != 0) die(70, "stdout");
}

int main(int argc, char **argv)
{
	static struct job job = {.count = "none"};
	struct capture captures[2] = {{malloc(STDOUT_LIMIT), 0, STDOUT_LIMIT, 0}, {malloc(STDERR_LIMIT), 0, STDERR_LIMIT, 0}};
	char *body = malloc((STDOUT_LIMIT + STDERR_LIMIT) / 3 * 4 + 2048);
	struct rlimit no_core = {0, 0};

	if (argc < 3 || !captures[0].bytes || !captures[1].bytes || !body) {
		fprintf(stderr, "usage: runner JOBFILE PROGRAM ARGUMENT... SCRIPT...\n");
		return 64;
	}
	read_job(&job, argv[1]);
	setrlimit(RLIMIT_CORE, &no_core);
	prctl(PR_SET_CHILD_SUBREAPER, 1);

	int scripts = job.scripts > 0 ? job.scripts : 1;
	for (int n = 0; n < (job.warmups + job.iterations) * scripts; n++) {
		struct outcome outcome;
		int round = n / scripts, warmup = round < job.warmups;
		struct place place = {warmup ? round : round - job.warmups, warmup, n % scripts};
		char **command = command_of(&job, argc, argv, place.script);
		captures[0].length = captures[1].length = 0;
		captures[0].truncated = captures[1].truncated = 0;
		execute(command, &job, captures, &outcome);
		free(command);
		deliver(&job, body, encode(body, &job, place, &outcome, captures));
		if (outcome.timed_out || outcome.signal || outcome.exit_code) break;
	}
	return 0;
}
