/** The history panel's page: a frame of HTML that loads the bundled script and style, and nothing else. */
import type { PanelTexts } from '../../shared/panel-texts.ts';

export interface PageParts {
  /** Source of the bundled files, as the editor's content security policy writes it. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Unguessable, for this page only. */
  readonly nonce: string;
  /** Another one, for styles only: the toolkit reads it from the page, where any script could. */
  readonly styleNonce: string;
  /** BCP 47, for numbers and dates. */
  readonly language: string;
  readonly texts: PanelTexts;
}

/** The page as HTML. Only the script with the nonce runs; there is no network, no image, no form and no frame. */
export function panelPage(parts: PageParts): string {
  const { cspSource, scriptUri, styleUri, nonce, styleNonce, language, texts } = parts;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${styleNonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta property="csp-nonce" content="${escapeAttribute(styleNonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeAttribute(styleUri)}">
<title>${escapeAttribute(texts.title)}</title>
</head>
<body data-texts="${escapeAttribute(JSON.stringify(texts))}">
<script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(scriptUri)}"></script>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeAttribute(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
