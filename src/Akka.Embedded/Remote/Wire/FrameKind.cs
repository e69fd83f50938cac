namespace Akka.Embedded.Wire;

/// <summary>The byte after a frame's length. The values are on the wire.</summary>
internal enum FrameKind : byte
{
    Hello = 1,
    Welcome = 2,
    Refusal = 3,
    Message = 4,
    System = 5,
    SystemAck = 6,
    Ping = 7,
    Pong = 8,
    Goodbye = 9,
    Quarantined = 10,

    /// <summary>The sender's numbers for paths and manifests start anew.</summary>
    ResetNames = 11,
}
