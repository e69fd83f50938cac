using System.Collections.Immutable;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Membership;

/// <summary>
/// Decides which members are dead. A member on this host whose connection broke, or that went silent, and whose port refuses dial
/// after dial is dead at once; on another host that evidence counts only when no third member is there to hear it. Mere silence is
/// decided by sides: the majority stays, an even split goes to the side of the oldest member, and the losers stop themselves.
/// </summary>
internal static class DowningDecider
{
    public static (DowningState State, ImmutableArray<DowningEffect> Effects) Step(DowningState state, DowningInput input, TimeSpan now)
    {
        if (state.Downed.ContainsKey(state.Self)) return (state, []);
        var effects = ImmutableArray.CreateBuilder<DowningEffect>();
        var next = input switch
        {
            DowningInput.MembersChanged changed => OnMembers(state, changed.Members, now),
            DowningInput.Disassociated lost => Suspect(state, lost.Address, now),
            DowningInput.Dialled dialled => OnDialled(state, dialled.Address, dialled.Result, now),
            _ => state,
        };
        next = DownTheDead(next, effects, now);
        next = DownBySides(next, effects, now);
        next = ForgetCleared(next, now);
        return (Dial(next, effects, now), effects.ToImmutable());
    }

    private static DowningState OnMembers(DowningState state, ImmutableArray<MemberView> members, TimeSpan now)
    {
        var downed = members.Where(member => state.Downed.TryGetValue(member.Address, out var uid) && uid == member.Uid)
            .ToImmutableSortedDictionary(member => member.Address, member => member.Uid);
        var byAddress = members.Where(member => !downed.ContainsKey(member.Address))
            .ToImmutableSortedDictionary(member => member.Address, member => member);
        var silentBefore = state.Members.Values.Where(member => member.Unreachable).Select(member => (member.Address, member.Uid));
        var silentNow = byAddress.Values.Where(member => member.Unreachable).Select(member => (member.Address, member.Uid)).ToArray();
        var outdated = state.Suspicions.Keys.Where(address => byAddress.GetValueOrDefault(address)?.Uid != state.Members[address].Uid);
        var next = state with
        {
            Members = byAddress,
            Downed = downed,
            StableSince = silentBefore.SequenceEqual(silentNow) ? state.StableSince : now,
            Suspicions = state.Suspicions.RemoveRange(outdated.ToArray()),
        };
        return silentNow.Aggregate(next, (current, silent) => Suspect(current, silent.Address, now));
    }

    private static DowningState Suspect(DowningState state, NodeAddress address, TimeSpan now)
    {
        if (address == state.Self || !state.Members.ContainsKey(address) || state.Suspicions.ContainsKey(address)) return state;
        return state with { Suspicions = state.Suspicions.Add(address, new Suspicion(now, 0, now, Dialling: false)) };
    }

    private static DowningState OnDialled(DowningState state, NodeAddress address, DialResult result, TimeSpan now)
    {
        if (!state.Suspicions.TryGetValue(address, out var suspicion)) return state;
        var refused = result == DialResult.Refused;
        var updated = suspicion with
        {
            Dialling = false,
            Refusals = refused ? suspicion.Refusals + 1 : 0,
            NextDial = now + (refused ? state.Timings.DialInterval : state.Timings.SlowDialInterval),
        };
        return state with { Suspicions = state.Suspicions.SetItem(address, updated) };
    }

    private static DowningState DownTheDead(DowningState state, ImmutableArray<DowningEffect>.Builder effects, TimeSpan now)
    {
        foreach (var (address, suspicion) in state.Suspicions)
            if (IsDead(state, state.Members[address], suspicion, now))
                effects.Add(new DowningEffect.Down(address, $"its port refused {suspicion.Refusals} dials"));
        return Without(state, effects);
    }

    private static bool IsDead(DowningState state, MemberView member, Suspicion suspicion, TimeSpan now)
    {
        if (suspicion.Refusals < state.Timings.RefusalsNeeded) return false;
        if (member.Leaving && now - suspicion.Since < state.Timings.LeavingGrace) return false;
        return member.Address.IsSameHost(state.Self) || !HasThirdVoice(state, member);
    }

    private static bool HasThirdVoice(DowningState state, MemberView member) =>
        state.Members.Values.Any(other =>
            other.Votes && !other.Unreachable && other.Address != state.Self && other.Address != member.Address);

    private static DowningState DownBySides(DowningState state, ImmutableArray<DowningEffect>.Builder effects, TimeSpan now)
    {
        var silent = state.Members.Values.Where(member => member.Unreachable).ToArray();
        if (silent.Length == 0) return state;
        var wins = OurSideWins(state);
        var patience = state.Timings.StableAfter - (wins ? TimeSpan.Zero : state.Timings.LoserLead);
        if (now - state.StableSince < patience) return state;
        const string Why = "it is silent, and this side is the larger or has the oldest member";
        if (wins) effects.AddRange(silent.Select(member => new DowningEffect.Down(member.Address, Why)));
        else effects.Add(new DowningEffect.Down(state.Self, $"this side hears too few of {state.Members.Count} members"));
        return Without(state, effects);
    }

    private static bool OurSideWins(DowningState state)
    {
        var voters = state.Members.Values.Where(member => member.Votes).ToArray();
        var heard = voters.Count(member => !member.Unreachable);
        if (heard * 2 != voters.Length) return heard * 2 > voters.Length;
        return voters.Length == 0 || !voters.MinBy(member => member.Age)!.Unreachable;
    }

    private static DowningState Without(DowningState state, ImmutableArray<DowningEffect>.Builder effects)
    {
        var downed = effects.OfType<DowningEffect.Down>().Select(down => down.Address).ToArray();
        return state with
        {
            Members = state.Members.RemoveRange(downed),
            Suspicions = state.Suspicions.RemoveRange(downed),
            Downed = state.Downed.SetItems(downed.Select(address => KeyValuePair.Create(address, UidOf(state, address)))),
        };
    }

    private static int UidOf(DowningState state, NodeAddress address) => state.Members.GetValueOrDefault(address)?.Uid ?? 0;

    private static DowningState ForgetCleared(DowningState state, TimeSpan now)
    {
        var cleared = state.Suspicions
            .Where(suspect => !state.Members[suspect.Key].Unreachable && suspect.Value is { Refusals: 0, Dialling: false }
                && now - suspect.Value.Since >= state.Timings.SuspicionFor)
            .Select(suspect => suspect.Key).ToArray();
        return state with { Suspicions = state.Suspicions.RemoveRange(cleared) };
    }

    private static DowningState Dial(DowningState state, ImmutableArray<DowningEffect>.Builder effects, TimeSpan now)
    {
        var due = state.Suspicions.Where(suspect => !suspect.Value.Dialling && now >= suspect.Value.NextDial).ToArray();
        foreach (var (address, suspicion) in due)
        {
            effects.Add(new DowningEffect.Dial(address));
            state = state with { Suspicions = state.Suspicions.SetItem(address, suspicion with { Dialling = true }) };
        }

        return state;
    }
}
