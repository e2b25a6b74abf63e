/**
 * Names and Kamon calls of all metrics; nothing else imports Kamon. Names are the original's, so
 * its dashboards work.
 */
package dev.marathon.metrics;
