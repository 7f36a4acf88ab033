/** Makes elements. Text goes in as text: nothing in the page is ever read as HTML. */

export interface ElementParts {
  readonly className?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (Node | string)[];
}

export function createElement<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { className, text, attributes = {}, children = [] }: ElementParts = {},
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== undefined) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }
  element.append(...children);
  return element;
}
