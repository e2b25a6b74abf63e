package dev.marathon.security;

/** The keys of an issuer, which change. */
interface IssuerKeys {

  KeySet current();

  /** After another look, because something is signed by a key that is not known. May take long. */
  KeySet again();

  /** Looks whether it is time to look; called every few seconds. */
  void check();
}
