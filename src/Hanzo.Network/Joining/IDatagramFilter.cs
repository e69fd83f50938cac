namespace Hanzo.Network.Joining;

/// <summary>Judges datagrams on whatever thread they arrive.</summary>
public interface IDatagramFilter
{
    /// <summary>Must neither keep the span nor allocate for what it drops.</summary>
    DatagramVerdict Judge(ReadOnlySpan<byte> datagram);
}

public enum DatagramVerdict
{
    /// <summary>Of no use to anyone here.</summary>
    Drop,

    /// <summary>To be handed on.</summary>
    Take,

    /// <summary>Sent by this node itself: proof that broadcasts leave and arrive; not handed on.</summary>
    Own,
}
