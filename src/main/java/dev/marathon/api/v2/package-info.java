/** The second API, one class per resource. */
package dev.marathon.api.v2;
