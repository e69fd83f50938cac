using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Checkpoints;

/// <summary>The checkpoints that this node keeps of shared state.</summary>
/// <remarks>
/// What every call may throw is an <see cref="AgentNetworkException"/>: <see cref="NetworkError.UnknownCheckpoint"/>;
/// <see cref="NetworkError.DamagedCheckpoint"/>, whose message offers the newest one before it that is not;
/// <see cref="NetworkError.Unavailable"/> when it cannot be written, and as <see cref="State.INetworkState"/>.
/// </remarks>
public interface INetworkCheckpoints
{
    Task<Checkpoint> CreateAsync(CancellationToken cancellation = default);

    /// <summary>Newest first, damaged ones too.</summary>
    Task<ImmutableArray<KeptCheckpoint>> ListAsync(CancellationToken cancellation = default);

    /// <summary>What <see cref="RestoreAsync"/> would do now.</summary>
    Task<RestorePlan> PlanAsync(string id, CancellationToken cancellation = default);

    /// <summary>
    /// Makes the keys say what they said then, by ordinary operations that a majority confirms, after a checkpoint of what they say
    /// now. What others write meanwhile stays.
    /// </summary>
    Task<RestoreResult> RestoreAsync(string id, CancellationToken cancellation = default);

    Task DeleteAsync(string id, CancellationToken cancellation = default);
}

/// <param name="Before">Of what was there before: the way back.</param>
public sealed record RestoreResult(RestorePlan Plan, Checkpoint Before);
