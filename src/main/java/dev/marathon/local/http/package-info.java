/** The HTTP side of the local master: what clients see on the wire. */
package dev.marathon.local.http;
