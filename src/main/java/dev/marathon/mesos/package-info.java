/** The Mesos v1 scheduler API in our words, and the translation to and from its protobuf. Pure. */
package dev.marathon.mesos;
