/**
 * Who changed what, when, from where and why: a second log of the same kind as that of the event
 * stream, with a longer memory. Pure.
 */
package dev.marathon.audit;
