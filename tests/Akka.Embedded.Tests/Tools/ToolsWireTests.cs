using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Embedded.Tools.PublishSubscribe;
using Akka.Embedded.Tools.Singleton;
using Akka.Embedded.Tests.Support;
using Akka.Serialization;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Tools;

public sealed class ToolsWireTests : WireTests
{
    public static TheoryData<string> Messages => [.. Samples(ActorRefs.Nobody).Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_comes_back_as_it_was(string name)
    {
        var message = Samples(System.ActorOf(Props.Empty, "home"))[name];

        Text(Back(message, message is ISingletonMessage ? 14 : 9)).ShouldBe(Text(message));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(14)]
    public void An_unknown_manifest_is_an_error_that_names_it(int serializer) =>
        Should.Throw<SerializationException>(() => System.Serialization.Deserialize([], serializer, "zz")).Message.ShouldContain("zz");

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_is_cut_short_is_an_error(string name)
    {
        var message = Samples(System.ActorOf(Props.Empty, "home"))[name];
        var serializer = (SerializerWithStringManifest)System.Serialization.FindSerializerFor(message);
        var bytes = serializer.ToBinary(message);

        for (var length = 0; length < bytes.Length; length++)
            Should.Throw<InvalidDataException>(() => serializer.FromBinary(bytes[..length], serializer.Manifest(message)));
    }

    [Fact]
    public void A_receiver_of_no_known_kind_is_an_error()
    {
        var serializer = new PubSubMessageSerializer((ExtendedActorSystem)System);
        var bytes = serializer.ToBinary(new Delivery(EntryKey.OfTopic("news"), "text"));
        bytes[0] = 9;

        Should.Throw<InvalidDataException>(() => serializer.FromBinary(bytes, "m")).Message.ShouldContain("9");
    }

    private static Dictionary<string, object> Samples(IActorRef home) => new()
    {
        ["ask over"] = new AskOver(-7, Node(1, 5)),
        ["over here"] = new OverHere(Node(1, 5), TimeSpan.FromSeconds(3), [Node(2), Node(3)]),
        ["find"] = FindSingleton.Instance,
        ["here"] = new SingletonHere(home),
        ["delivery"] = new Delivery(EntryKey.OfTopic("ü", "group"), "text"),
        ["changed"] = new EntriesChanged(Node(1), 8, 1L << 43, new EntryDelta(0, 1L << 40, [
            new EntryChange(EntryKey.OfTopic("news"), true),
            new EntryChange(EntryKey.OfTopic("news", "group"), false),
            new EntryChange(EntryKey.OfPath("/user/a"), true)])),
        ["seen"] = new EntriesSeen(Node(1), 8, 1L << 42, 1L << 41, true),
        ["publish"] = new Publish("news", "text", true),
        ["send"] = new Send("/user/a", "text", true),
        ["send to all"] = new SendToAll("/user/a", "text", false),
    };

    // Records compare arrays by reference, so their text is compared.
    private static string Text(object message) => message switch
    {
        OverHere m => $"{m.From} {m.Remaining} {string.Join(' ', m.Unsettled)}",
        EntriesChanged m => $"{m.From} {m.ToUid} {m.Delta.From} {m.Delta.To} {string.Join(' ', m.Delta.Changes)}",
        _ => message.ToString()!,
    };
}
