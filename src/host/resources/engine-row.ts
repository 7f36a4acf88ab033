import * as vscode from 'vscode';
import { plainText } from '../../core/text/format.ts';
import { settingsEngine } from '../engine-pools.ts';
import type { EngineState } from './engine-watch.ts';
import type { Row } from './row.ts';
import type { Arranged } from './rows.ts';

const maxNameLength = 100;
const maxMessageLength = 500;

/** A row for a whole engine, where several are shown; one on another machine says so. */
export function engineRow(engine: string, state: EngineState, { rows }: Arranged): Row {
  const { t } = vscode.l10n;
  const info = state.kind === 'rows' ? state.snapshot.engine : undefined;
  const isRemote = info?.local === false;
  const label = engine === settingsEngine ? (info?.name ?? t('Engine of the settings')) : engine;
  const parts = [
    ...(info === undefined ? [] : [plainText(info.endpoint, maxNameLength)]),
    ...(isRemote ? [t('another or a virtual machine')] : []),
  ];
  return {
    id: `${engine}engine`,
    engine,
    label: plainText(label, maxNameLength),
    description: parts.join(' · '),
    facts: [],
    icon: isRemote ? 'remote' : 'server',
    own: false,
    kind: 'engine',
    object: undefined,
    spoken: [t('Engine'), label, ...parts].join(', '),
    children: rows.length === 0 ? undefined : rows,
    expanded: true,
  };
}

/** A row that says what went wrong. */
export function failureRow(engine: string, message: string): Row {
  const text = plainText(message, maxMessageLength);
  return {
    id: `${engine}failure`,
    engine,
    label: text,
    description: '',
    facts: [[vscode.l10n.t('Failed'), text]],
    icon: 'warning',
    own: false,
    kind: 'failure',
    object: undefined,
    spoken: text,
    children: undefined,
    expanded: false,
  };
}
