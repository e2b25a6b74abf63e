/** JSON as Mesos reads and writes it: between text and protobuf messages, with its error texts. */
package dev.marathon.local.wire;
