using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Checkpoints;

/// <summary>The checkpoints that this node keeps of shared state.</summary>
/// <remarks>
/// What every call may throw is an <see cref="AgentNetworkException"/>: <see cref="NetworkError.UnknownCheckpoint"/>;
/// <see cref="NetworkError.DamagedCheckpoint"/>, whose message offers the newest one before it that is not;
/// <see cref="NetworkError.Unavailable"/> when it cannot be written or looked for, and as <see cref="INetworkState"/>.
/// </remarks>
public interface INetworkCheckpoints
{
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.StateFull"/>: there are <see cref="Checkpoint.MaxAsked"/> that were asked for.
    /// </exception>
    Task<Checkpoint> CreateAsync(CancellationToken cancellation = default);

    /// <summary>Newest first, damaged ones too.</summary>
    Task<ImmutableArray<KeptCheckpoint>> ListAsync(CancellationToken cancellation = default);

    /// <summary>What <see cref="RestoreAsync"/> would do now.</summary>
    Task<RestorePlan> PlanAsync(string id, CancellationToken cancellation = default);

    /// <summary>
    /// Makes the keys say what they said then, by ordinary operations that a majority confirms, after a checkpoint of what they say
    /// now. Each key is changed as a whole, and only if it is still what the plan was made for: one that somebody wrote to meanwhile
    /// is left as it is, and told. A write that is concurrent to the restore's own is concurrent as ever.
    /// </summary>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Conflict"/>: this node is restoring one already. One that breaks off in the middle names the way back.
    /// </exception>
    Task<RestoreResult> RestoreAsync(string id, CancellationToken cancellation = default);

    Task DeleteAsync(string id, CancellationToken cancellation = default);
}

/// <param name="Before">Of what was there before: the way back.</param>
/// <param name="ChangedMeanwhile">Keys of the plan that were left as somebody else had just made them.</param>
public sealed record RestoreResult(RestorePlan Plan, Checkpoint Before, ImmutableArray<StateKey> ChangedMeanwhile);
