/** What happens, told to the outside: translated, numbered, kept and resumed. */
package dev.marathon.events;
