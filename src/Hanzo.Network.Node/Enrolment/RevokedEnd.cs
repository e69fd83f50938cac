namespace Hanzo.Network.Node.Enrolment;

/// <summary>That the node ends because the network trusts it no more.</summary>
internal sealed class RevokedEnd(IHostApplicationLifetime lifetime)
{
    private string? _reason;

    /// <summary>For the user; null: that is not why it ends.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    public void Because(string reason)
    {
        Volatile.Write(ref _reason, reason);
        lifetime.StopApplication();
    }
}
