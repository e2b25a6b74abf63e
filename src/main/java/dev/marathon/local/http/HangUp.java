package dev.marathon.local.http;

import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;

/**
 * Between the socket and the HTTP server: when the client closes its side, the connection is over
 * at once.
 *
 * <p>Akka would first finish the response, and an event stream has no end: a scheduler that went
 * away would be noticed with the next heartbeat only. A Mesos master notices at once.
 */
final class HangUp extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private final Inlet<ByteString> fromServer = Inlet.create("HangUp.fromServer");
  private final Outlet<ByteString> toClient = Outlet.create("HangUp.toClient");
  private final Inlet<ByteString> fromClient = Inlet.create("HangUp.fromClient");
  private final Outlet<ByteString> toServer = Outlet.create("HangUp.toServer");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
      new BidiShape<>(fromServer, toClient, fromClient, toServer);

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    Logic() {
      super(shape);
      passThrough(fromServer, toClient);
      passThrough(fromClient, toServer);
    }

    /**
     * The default of both handlers is what is wanted: the end of one side is the end of the stage.
     */
    private void passThrough(Inlet<ByteString> in, Outlet<ByteString> out) {
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              push(out, grab(in));
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }
          });
    }
  }
}
