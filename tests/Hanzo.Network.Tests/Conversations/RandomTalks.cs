using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Laws that hold after any history of a conversation, and the histories.</summary>
internal static class RandomTalks
{
    private static readonly Arbitrary<int[]> Histories = Gen.ListOf(Gen.Choose(0, 1_000_000)).Select(list => list.ToArray()).ToArbitrary();

    /// <param name="begin">A conversation, and what a choice of a history does to it.</param>
    public static void Check(Func<(Talk Talk, Action<int> Act)> begin, Action<Talk> law) => Prop.ForAll(Histories, history =>
    {
        var (talk, act) = begin();
        foreach (var choice in history) act(choice);
        law(talk);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(120));

    public static void ReplayGivesTheLiveState(Talk talk) => Talk.Dump(Talk.Replay(talk.Events)).ShouldBe(Talk.Dump(talk.State));

    public static void ReplayThroughTheCodecGivesTheLiveState(Talk talk)
    {
        var read = talk.Events.Select(
            @event => ConversationEventCodec.Decode(ConversationEventCodec.ManifestOf(@event), ConversationEventCodec.Encode(@event)));
        Talk.Dump(Talk.Replay(read)).ShouldBe(Talk.Dump(talk.State));
    }
}
