/** What both ends of our own TLS connections need; used by servers, clients and probes alike. */
package dev.marathon.tls;
