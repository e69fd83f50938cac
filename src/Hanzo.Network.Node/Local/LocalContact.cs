using Hanzo.Network.Joining;

namespace Hanzo.Network.Node.Local;

/// <summary>
/// What a node tells other nodes of this machine as soon as it listens, in <c>contact.json</c> beside its lock: long before it is
/// ready, which is what its <see cref="NodeRecord"/> says.
/// </summary>
internal sealed record LocalContact : IProcessRecord
{
    public const string FileName = "contact.json";

    public required string NodeId { get; init; }
    public required int Pid { get; init; }

    /// <inheritdoc/>
    public required string Host { get; init; }

    public required NodeAddress Address { get; init; }
    public required string Runtime { get; init; }
}
