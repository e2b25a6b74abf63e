/**
 * Who asks, and what that one may do: authentication, rights by path, TLS. Knows nothing of routes;
 * {@code api} asks it once for every request and then at everything that it shows or changes.
 */
package dev.marathon.security;
