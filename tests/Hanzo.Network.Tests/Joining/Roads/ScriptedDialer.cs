using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining.Roads;

internal sealed class ScriptedDialer : IDialer
{
    /// <summary>The addresses where something listens.</summary>
    public HashSet<string> Listening { get; } = [];

    public List<string> Dialled { get; } = [];

    public Task<DialResult> DialAsync(NodeAddress address, TimeSpan timeout, CancellationToken cancellation)
    {
        Dialled.Add(address.ToString());
        return Task.FromResult(Listening.Contains(address.ToString()) ? DialResult.Accepted : DialResult.Refused);
    }

    public IPAddress? SourceTo(NodeAddress address) => null;

    public Task<ImmutableArray<string>> ResolveAsync(string host, CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<string>>([]);

    public bool IsFree(IPAddress address, int port) => true;
}
