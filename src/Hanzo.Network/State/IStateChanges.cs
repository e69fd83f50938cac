using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.State;

/// <summary>For those who plan what to do to a key before they do it.</summary>
public interface IStateChanges
{
    /// <inheritdoc cref="INetworkState.ListAsync"/>
    Task<ImmutableArray<StateItem>> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>Does all of it, confirmed by a majority, or nothing.</summary>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Conflict"/>: the key has another version; nothing was changed. And as <see cref="INetworkState"/>.
    /// </exception>
    Task<StateItem> ChangeAsync(ChangeKey change, CancellationToken cancellation);
}
