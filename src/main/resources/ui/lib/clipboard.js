/** Copies a text; also where the page is not secure enough for the clipboard's own interface. */
export async function copy(text) {
  if (navigator.clipboard && isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const box = document.createElement('textarea');
  box.value = text;
  box.className = 'aside';
  (document.querySelector('dialog[open]') ?? document.body).append(box);
  box.select();
  document.execCommand('copy');
  box.remove();
}
