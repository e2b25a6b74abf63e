/**
 * What a user wants to run: the app definition, its parts, its defaults and its validation. Pure.
 */
package dev.marathon.spec;
