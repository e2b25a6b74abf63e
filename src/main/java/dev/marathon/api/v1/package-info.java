/** The first API: every write is a POST, answers are bare. */
package dev.marathon.api.v1;
