using Hanzo.Network.Agents;

namespace Hanzo.Network.State;

/// <summary>What came of a command: an operation, nothing to do, or a refusal.</summary>
/// <param name="Operation">Null: nothing is to be done, or it is refused.</param>
/// <param name="Refusal">Null: not refused. For the user.</param>
public sealed record StateDecision(StateOperation? Operation, NetworkError Error = default, string? Refusal = null)
{
    public static readonly StateDecision Nothing = new(Operation: null);

    /// <summary>The key as the operation leaves it, without what others do meanwhile; null: there is no operation.</summary>
    public StateEntry? After { get; init; }

    public static StateDecision Refused(NetworkError error, string message) => new(null, error, message);
}
