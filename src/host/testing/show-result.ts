import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isFailure, type TestResult } from '../../core/model/phpt.ts';
import { findExpectation } from '../../core/phpt/sections.ts';
import { logLine } from '../foreign-text.ts';
import { failureText, testDescription } from './describe-test.ts';

const maxTestBytes = 4_000_000;
const maxLineLength = 4000;

/** Shows how a test ended, at its item, with the expectation beside the output where they differ. */
export async function showResult(
  run: vscode.TestRun,
  item: vscode.TestItem,
  result: TestResult,
): Promise<void> {
  item.description = testDescription(result, vscode.l10n.t);
  const message = isFailure(result.state) ? await messageOf(item, result) : undefined;
  setState(run, item, result, message === undefined ? [] : [message]);
  if (result.comparison !== undefined) {
    const lines = result.comparison.diff.split('\n').map((line) => `${logLine(line, maxLineLength)}\r\n`);
    run.appendOutput(lines.join(''), undefined, item);
  }
}

/** Shows how long a test took, which is known when all have ended. */
export function showDuration(run: vscode.TestRun, item: vscode.TestItem, result: TestResult): void {
  if (result.durationMs !== undefined) {
    setState(run, item, result, []);
  }
}

function setState(
  run: vscode.TestRun,
  item: vscode.TestItem,
  { state, durationMs }: TestResult,
  messages: readonly vscode.TestMessage[],
): void {
  switch (state) {
    case 'passed':
    case 'xfailed':
    case 'xleaked':
    case 'warned':
      run.passed(item, durationMs);
      return;
    case 'skipped':
      run.skipped(item);
      return;
    case 'failed':
    case 'timed-out':
    case 'leaked':
      run.failed(item, messages, durationMs);
      return;
    case 'borked':
    case 'not-run':
      run.errored(item, messages, durationMs);
      return;
  }
}

async function messageOf(item: vscode.TestItem, result: TestResult): Promise<vscode.TestMessage> {
  const text = failureText(result, vscode.l10n.t);
  const { comparison } = result;
  const message =
    comparison === undefined
      ? new vscode.TestMessage(text)
      : vscode.TestMessage.diff(text, comparison.expected, comparison.actual);
  const location = item.uri === undefined ? undefined : await locationOf(item.uri, comparison?.line);
  if (location !== undefined) {
    message.location = location;
  }
  return message;
}

/** Where the expectation of a test is that was not met: at its line `line`, from 1, or at its start. */
async function locationOf(uri: vscode.Uri, line = 1): Promise<vscode.Location> {
  const found = findExpectation(await readTest(uri.fsPath));
  if (found === undefined) {
    return new vscode.Location(uri, new vscode.Position(0, 0));
  }
  const file = found.kind === 'inline' ? uri : vscode.Uri.joinPath(uri, '..', found.fileName);
  const start = found.line + line - 1;
  return new vscode.Location(file, new vscode.Range(start, 0, start, Number.MAX_SAFE_INTEGER));
}

/** The text of a test; empty for one that is gone or larger than any test. */
async function readTest(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    return size > maxTestBytes ? '' : await readFile(path, 'utf8');
  } catch {
    // The result holds all the same; only its place in the file is not known.
    return '';
  }
}
