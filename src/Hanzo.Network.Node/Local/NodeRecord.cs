namespace Hanzo.Network.Node.Local;

/// <summary>What a running node tells other programs of this machine, in <c>node.json</c> beside its lock.</summary>
internal sealed record NodeRecord : IProcessRecord
{
    public const string FileName = "node.json";

    public required string Network { get; init; }
    public required string NodeId { get; init; }
    public required int Pid { get; init; }

    /// <inheritdoc/>
    public required string Host { get; init; }

    public required string HttpUrl { get; init; }
    public required string Address { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
}
