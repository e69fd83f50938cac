using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>An endpoint that this node asks itself: a named provider, or a server found on this machine.</summary>
/// <param name="Client">Tries again by itself; its failures are <see cref="ModelException"/>s.</param>
public sealed record ModelSource(ModelEndpoint Endpoint, IChatClient Client)
{
    /// <summary>Found by looking for servers, rather than named by a person.</summary>
    public bool IsFound { get; init; }

    /// <summary>Ids that it is known to serve; empty: it has not been asked.</summary>
    public ImmutableArray<string> Models { get; init => field = value.IsDefault ? [] : value; } = [];

    public string Name => Endpoint.Name;

    /// <summary>What is asked where nobody names a model; null: it is not known.</summary>
    public string? Default => Endpoint.Model ?? Models.FirstOrDefault();
}
