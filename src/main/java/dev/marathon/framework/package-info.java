/** Who we are at Mesos: the framework id. Pure; the shell is the shared one. */
package dev.marathon.framework;
