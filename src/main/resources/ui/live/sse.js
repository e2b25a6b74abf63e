// Server-sent events out of a stream of bytes. (EventSource cannot send credentials, nor say why it was refused.)

/** A function that takes chunks of text and gives the events that are whole by then: [{id, type, data}]. */
function parser() {
  let rest = '';
  let event = { id: null, type: 'message', data: '' };
  return (chunk) => {
    const whole = [];
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (line === '') {
        if (event.data !== '') whole.push(event);
        event = { id: null, type: 'message', data: '' };
        continue;
      }
      const colon = line.indexOf(':');
      const value = line.slice(colon + 1).replace(/^ /, '');
      const field = line.slice(0, colon);
      if (field === 'data') event.data += value;
      else if (field === 'event') event.type = value;
      else if (field === 'id') event.id = value;
    }
    return whole;
  };
}

/**
 * Reads a response to its end.
 * @param onChunk takes the events of each piece that comes; none are a sign of life
 */
export async function consume(response, onChunk) {
  const feed = parser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onChunk(feed(value));
  }
}
