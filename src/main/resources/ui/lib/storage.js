// What this browser remembers. Works, forgetfully, where storage is switched off.

export function recall(key, absent, store = localStorage) {
  try {
    return JSON.parse(store.getItem(`marathon.${key}`)) ?? absent;
  } catch {
    return absent;
  }
}

export function remember(key, value, store = localStorage) {
  try {
    if (value === null) store.removeItem(`marathon.${key}`);
    else store.setItem(`marathon.${key}`, JSON.stringify(value));
  } catch { /* full or switched off: forgotten with the page */ }
}

/** Whether anything is remembered whose key begins like that. */
export function remembers(prefix, store = localStorage) {
  try {
    return Object.keys(store).some((key) => key.startsWith(`marathon.${prefix}`));
  } catch {
    return false;
  }
}
