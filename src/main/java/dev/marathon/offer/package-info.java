/** Offers of Mesos agents and the rules by which an app's instances fit into them. Pure. */
package dev.marathon.offer;
