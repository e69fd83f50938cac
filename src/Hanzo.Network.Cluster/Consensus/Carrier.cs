using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// Carries over what closed groups held into the group that the node is a member of now: first keys, then histories of sessions. How far it
/// has come is in that group, so whoever goes on does so from there.
/// </summary>
/// <param name="group">No other: when the node leaves it, this ends with an error.</param>
internal sealed class Carrier(ConsensusSeat seat, string group, ILogger log)
{
    private const int PageSize = 64;
    private const int MaxToldBytes = 1024;

    private IClosedGroups Closed => seat.Disk.Closed;

    /// <summary>There may be histories, and nobody here could carry them over.</summary>
    private bool LacksReader => seat.Histories is null
        && seat.Parts.All.Any(part => part is not (KeyValuePart or ClosingPart or PassedOver { WasUsed: false }));

    /// <param name="carries">This node does it; else another that has it all as well.</param>
    /// <returns>What a person should know of it; null: nothing is left of it.</returns>
    /// <exception cref="ConsensusException">The group does not answer now.</exception>
    /// <exception cref="ConsensusLogException">A disk fails.</exception>
    public async Task<string?> RunAsync(ClosedGroup closed, bool carries, CancellationToken cancellation)
    {
        if (closed.IsSettled) return Left(closed);
        var mark = CarryOver.MarkOf(closed.Group, await StateAsync(cancellation));
        if (closed.IsComplete && carries && mark is not { IsDone: true })
        {
            await CarryKeysAsync(closed.Group, cancellation);
            mark = await CarryHistoriesAsync(closed.Group, cancellation);
            ConsensusLog.Carried(log, closed.Group, mark.Carried, mark.Conflicts, mark.Histories, mark.Kept);
        }
        if (mark is not { IsDone: true }) return Waits(closed);
        if (mark.LeavesNothing || !closed.IsComplete)
        {
            await Closed.RemoveAsync(closed.Group, cancellation);
            return null;
        }
        await Closed.SettleAsync(closed, await ReportAsync(closed.Group, mark, cancellation), cancellation);
        return Left(closed);
    }

    private static string Cut(string text) => text.Length <= MaxToldBytes ? text : $"{text[..MaxToldBytes]}… ({text.Length} characters)";

    private string Place(string closed) => Closed.FolderOf(closed) is { } folder ? $"in '{folder}'" : "in this node's memory";

    private string Left(ClosedGroup closed) =>
        $"Of the group {closed.Group}, which was merged into this network's, some keys or sessions have other contents here; those are "
        + $"kept {Place(closed.Group)}, with a report. Remove it when it is not needed any more.";

    private string Waits(ClosedGroup closed) => closed.IsComplete
        ? $"What the group {closed.Group} held, which this node has left, is {Place(closed.Group)} and is being carried over."
        : $"This node's copy of the group {closed.Group}, which was closed, may lack the end of it and is kept {Place(closed.Group)} until "
            + "a node that has all of it has carried it over.";

    private async Task CarryKeysAsync(string closed, CancellationToken cancellation)
    {
        var keys = await Closed.ReadKeysAsync(closed, cancellation)
            ?? throw new ConsensusLogException(Place(closed), $"the keys of the closed group {closed} are not there.");
        var held = KeyValueCodec.ReadSnapshot(keys.Span);
        while (CarryOver.NextKeys(closed, held, await StateAsync(cancellation), conflict => Resolve(closed, conflict)) is { } step)
            if (await TryAsync(step.Transaction, cancellation))
                foreach (var key in step.Conflicts) ConsensusLog.Differs(log, key, closed);
    }

    private string? Resolve(string closed, KeyConflict conflict) =>
        seat.Conflicts.Select(one => one.Resolve(closed, conflict)).FirstOrDefault(value => value is not null);

    private async Task<CarryMark> CarryHistoriesAsync(string closed, CancellationToken cancellation)
    {
        using var journal = Closed.FolderOf(closed) is { } folder
            ? seat.Histories?.Open(closed, folder, SlotIndexMerge.EventsOfAsync)
            : null;
        while (true)
        {
            var present = await StateAsync(cancellation);
            var mark = MarkOf(closed, present);
            if (mark.IsDone || LacksReader) return mark;
            if (journal is not null && await PageAsync(journal, mark.Sessions, indices: false, cancellation) is { Count: > 0 } sessions)
                await CarryPageAsync(closed, journal, sessions, mark, (done, id) => done with { Sessions = id }, cancellation);
            else if (journal is not null && await PageAsync(journal, mark.Indices, indices: true, cancellation) is { Count: > 0 } indices)
                await CarryPageAsync(closed, journal, indices, mark, (done, id) => done with { Indices = id }, cancellation);
            else await TryAsync(CarryOver.Advance(closed, present, mark with { IsDone = true }), cancellation);
        }
    }

    private static Task<IReadOnlyList<string>> PageAsync(
        IClosedJournal journal, string? after, bool indices, CancellationToken cancellation) =>
        journal.IdsAsync(after, indices, PageSize, cancellation);

    /// <param name="mark">From which it goes on, until another has gone on from there.</param>
    private async Task CarryPageAsync(
        string closed, IClosedJournal journal, IReadOnlyList<string> ids, CarryMark mark, Func<CarryMark, string, CarryMark> next,
        CancellationToken cancellation)
    {
        foreach (var id in ids)
        {
            var carried = await journal.CarryAsync(id, cancellation);
            var present = await StateAsync(cancellation);
            if (MarkOf(closed, present) != mark) return;
            mark = next(mark, id) with { Histories = mark.Histories + (carried ? 1 : 0), Kept = mark.Kept + (carried ? 0 : 1) };
            if (!await TryAsync(CarryOver.Advance(closed, present, mark, carried ? null : id), cancellation)) return;
            if (!carried) ConsensusLog.HistoryDiffers(log, id, closed);
        }
    }

    private CarryMark MarkOf(string closed, KeyValueState present) => CarryOver.MarkOf(closed, present)
        ?? throw new ConsensusException($"the group {group} does not know any more of {closed}.", mayHaveHappened: false);

    /// <returns>False: nothing was done, or nobody knows; what the group says then counts.</returns>
    private async Task<bool> TryAsync(KeyValueCommand.Transact transaction, CancellationToken cancellation)
    {
        try
        {
            var command = KeyValueCodec.Write(new KeyValueRequest(transaction));
            var result = KeyValueCodec.ReadResult((await seat.ProposeAsync(group, KeyValuePart.PartKind, command, cancellation)).Span);
            return result is KeyValueResult.Refused refused
                ? throw new ConsensusException($"it was refused: {refused.Detail}.", mayHaveHappened: false)
                : result is KeyValueResult.Transacted { Held: true };
        }
        catch (ConsensusException unknown) when (unknown.MayHaveHappened)
        {
            return false;
        }
    }

    private async Task<KeyValueState> StateAsync(CancellationToken cancellation)
    {
        await seat.CatchUpAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();
        return seat.Store.State;
    }

    private async Task<string> ReportAsync(string closed, CarryMark mark, CancellationToken cancellation)
    {
        var present = await StateAsync(cancellation);
        var keys = await Closed.ReadKeysAsync(closed, cancellation);
        var held = keys is { } bytes ? KeyValueCodec.ReadSnapshot(bytes.Span) : KeyValueState.Empty;
        var report = new StringBuilder().AppendLine(
            CultureInfo.InvariantCulture,
            $"Of the group {closed} {mark.Conflicts} keys and {mark.Kept} sessions have other contents in the group {group}.");
        foreach (var key in Names(present, $"{CarryMark.KeyOf(closed)}/keys/"))
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"key '{key}'")
                .AppendLine(CultureInfo.InvariantCulture, $"  was {Cut(held.Entries.GetValueOrDefault(key)?.Value ?? "(nothing)")}")
                .AppendLine(CultureInfo.InvariantCulture, $"  is {Cut(present.Entries.GetValueOrDefault(key)?.Value ?? "(nothing)")}");
        }
        foreach (var id in Names(present, $"{CarryMark.KeyOf(closed)}/sessions/"))
            report.AppendLine(CultureInfo.InvariantCulture, $"session '{id}'");
        return report.ToString();
    }

    private static ImmutableArray<string> Names(KeyValueState present, string prefix) =>
        [.. present.Under(prefix).Select(entry => entry.Value.Value)];
}
