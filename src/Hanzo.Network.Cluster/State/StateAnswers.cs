using System.Diagnostics.CodeAnalysis;
using Hanzo.Network.Agents;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.State.StateProtocol;

namespace Hanzo.Network.Cluster.State;

/// <summary>What is told to those who ask, by what has become of it.</summary>
internal static class StateAnswers
{
    /// <param name="now">The key, after it was confirmed.</param>
    /// <param name="writer">Of this node's journal.</param>
    public static object Of(Outcome outcome, StateEntry now, string writer)
    {
        var key = outcome.Command.Key;
        if (outcome.Decision is not { Operation: { } operation, After: { } after })
            return new Done(StateReading.Of(key, now), Changed: false);
        return StateVerdict.IsOfAnotherKind(now, writer, operation)
            ? new Refused(
                NetworkError.Conflict,
                $"state key '{key}' was given another kind elsewhere, earlier; "
                    + "what was written is kept as a conflict until the next write.")
            : new Done(StateReading.Of(key, after), Changed: true);
    }

    /// <param name="now">The key, as a majority knows it after the write was confirmed.</param>
    /// <param name="writer">Of this node's journal.</param>
    public static object OfCompared(Outcome outcome, StateEntry now, string writer)
    {
        if (outcome.Decision is not { Operation: { } operation, After: { } after })
            throw new ArgumentException("it became no operation.", nameof(outcome));
        if (!StateVerdict.IsUncontested(now, writer, operation))
            return new Refused(
                NetworkError.Unconfirmed,
                $"state key '{outcome.Command.Key}' was written by another node at the same moment; read which of the values counts.");
        var item = StateReading.Of(outcome.Command.Key, after);
        return new Compared(item.Version, item.Time.ToString());
    }

    public static Refused Unconfirmed(Write write, string node) => new(
        NetworkError.Unconfirmed,
        $"the change of state key '{write.Command.Key}' is recorded at node '{node}', but was not confirmed by "
            + $"{(write.Consistency == StateConsistency.All ? "all" : "a majority")} of the nodes within "
            + $"{SharedState.Confirmation.TotalSeconds} s; they will hear of it.");

    public static Refused NotKnown(Write write) => new(
        NetworkError.Unconfirmed,
        $"the journal was closed while it took the change of state key '{write.Command.Key}'; whether it did is not known.");

    public static bool TryRead(
        Compare compare, [NotNullWhen(true)] out SetValue? set, [NotNullWhen(false)] out Refused? refused)
    {
        (set, refused) = (null, null);
        try
        {
            var key = StateRules.RequireKey(compare.Key);
            set = new SetValue(key, StateRules.RequireValue(key, compare.Value), new ExpectedVersion(compare.Expected));
            return true;
        }
        catch (AgentNetworkException problem)
        {
            refused = new Refused(problem.Error, problem.Message);
            return false;
        }
    }
}
