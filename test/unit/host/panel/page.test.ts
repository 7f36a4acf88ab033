import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { panelPage } from '../../../../src/host/panel/page.ts';
import { panelTexts } from '../../../../src/host/panel/texts.ts';
import { parsePanelTexts } from '../../../../src/shared/panel-texts.ts';
import { english } from '../../../support/translate.ts';

const parts = {
  cspSource: 'https://panel.example',
  scriptUri: 'https://panel.example/panel.js',
  styleUri: 'https://panel.example/panel.css',
  nonce: 'NONCE',
  styleNonce: 'STYLE',
  language: 'en',
  texts: panelTexts(english),
};

function attribute(page: string, pattern: RegExp): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  const escaped = pattern.exec(page)?.[1] ?? '';
  return escaped.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}

describe("the panel's page", () => {
  it('allows its own script and style, and nothing else', () => {
    const policy = attribute(panelPage(parts), /Content-Security-Policy" content="([^"]*)"/);
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      "script-src 'nonce-NONCE'",
      "style-src https://panel.example 'nonce-STYLE'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has one script, with the nonce, and no code of its own', () => {
    const page = panelPage(parts);
    assert.deepEqual(page.match(/<script\b[^>]*>/g), [
      '<script nonce="NONCE" src="https://panel.example/panel.js">',
    ]);
    assert.doesNotMatch(page, /\son\w+=|<style|style=|javascript:/);
  });

  it('hands the texts over unharmed, whatever a translation holds', () => {
    const texts = { ...parts.texts, title: `"'><script>alert(1)</script>&amp;` };
    const page = panelPage({ ...parts, texts, language: '"><script>' });
    assert.equal(page.match(/<script\b/g)?.length, 1);
    assert.deepEqual(parsePanelTexts(attribute(page, /data-texts="([^"]*)"/)), texts);
  });
});
