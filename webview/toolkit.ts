/**
 * The controls of the page. This is the only file that knows the webview toolkit, which is no longer developed:
 * a successor has to provide `createButton` and `createDropdown`, and nothing else.
 */
import {
  type Dropdown,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
} from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption());

/** A button; `secondary` stands back behind the page's main one. */
export function createButton(
  label: string,
  appearance: 'primary' | 'secondary',
  onClick: () => void,
): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', appearance);
  button.textContent = label;
  button.addEventListener('click', onClick);
  return button;
}

/** An entry of a dropdown. */
export interface DropdownEntry {
  readonly value: string;
  readonly label: string;
}

/** A list to choose one entry from. */
export interface DropdownControl {
  readonly element: HTMLElement;
  /** Replaces the entries, with one of them selected. */
  setEntries(entries: readonly DropdownEntry[], selected: string): void;
}

/** A dropdown that calls `onSelect` when a person chooses, not when the entries are set. */
export function createDropdown(label: string, onSelect: (value: string) => void): DropdownControl {
  const dropdown = document.createElement('vscode-dropdown') as Dropdown;
  dropdown.setAttribute('aria-label', label);
  dropdown.addEventListener('change', () => onSelect(dropdown.value));
  let shown = '';
  return {
    element: dropdown,
    setEntries(entries, selected) {
      const next = JSON.stringify([entries, selected]);
      if (next === shown) {
        return;
      }
      shown = next;
      dropdown.replaceChildren(
        ...entries.map((entry) => {
          const option = document.createElement('vscode-option');
          option.setAttribute('value', entry.value);
          option.textContent = entry.label;
          option.toggleAttribute('selected', entry.value === selected);
          return option;
        }),
      );
      dropdown.value = selected;
    },
  };
}
