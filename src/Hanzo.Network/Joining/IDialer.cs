namespace Hanzo.Network.Joining;

public enum DialResult
{
    /// <summary>Something listens there.</summary>
    Accepted,

    /// <summary>The host is alive and says that nothing listens there.</summary>
    Refused,

    /// <summary>No answer in time, or no way to the host.</summary>
    Silent,
}

/// <summary>Tells whether anything listens at an address, without speaking to it.</summary>
public interface IDialer
{
    Task<DialResult> DialAsync(NodeAddress address, TimeSpan timeout, CancellationToken cancellation);
}
