using System.Collections.Immutable;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Contract.Tests.Support;
using Akka.Serialization;

namespace Akka.Contract.Tests.Serialization;

public class SerializationContract : TestKit.Xunit2.TestKit
{
    private const string Settings =
        """
        akka.loglevel = ERROR
        akka.actor {
          serializers {
            notes = "Akka.Contract.Tests.Serialization.NoteSerializer, Akka.Contract.Tests"
            stamps = "Akka.Contract.Tests.Serialization.StampSerializer, Akka.Contract.Tests"
          }
          serialization-bindings {
            "Akka.Contract.Tests.Serialization.INote, Akka.Contract.Tests" = notes
            "Akka.Contract.Tests.Serialization.Stamp, Akka.Contract.Tests" = stamps
          }
          serialization-identifiers {
            "Akka.Contract.Tests.Serialization.NoteSerializer, Akka.Contract.Tests" = 4711
            "Akka.Contract.Tests.Serialization.StampSerializer, Akka.Contract.Tests" = 4712
          }
        }
        """;

    public SerializationContract() : base(Settings)
    {
    }

    [Theory]
    [InlineData("text with ünïcödé")]
    [InlineData("")]
    [InlineData(42)]
    [InlineData(5_000_000_000L)]
    public void Simple_values_round_trip(object value)
    {
        RoundTrip(value).ShouldBe(value);
    }

    [Fact]
    public void Bytes_go_as_they_are()
    {
        var bytes = new byte[] { 1, 2, 3 };
        Sys.Serialization.FindSerializerFor(bytes).ToBinary(bytes).ShouldBe(bytes);
        RoundTrip(bytes).ShouldBe(bytes);
    }

    [Fact]
    public void A_bound_type_goes_through_its_serializer_with_number_and_manifest()
    {
        var note = new Note("hello");
        var serializer = Sys.Serialization.FindSerializerFor(note);
        serializer.ShouldBeOfType<NoteSerializer>();
        serializer.Identifier.ShouldBe(4711);
        serializer.IncludeManifest.ShouldBeTrue();
        Akka.Serialization.Serialization.ManifestFor(serializer, note).ShouldBe("note.1");
        Sys.Serialization.FindSerializerForType(typeof(Note)).ShouldBeSameAs(serializer);
        Sys.Serialization.Deserialize(Encoding.UTF8.GetBytes("hi"), 4711, "note.1").ShouldBe(new Note("hi"));
        RoundTrip(note).ShouldBe(note);
    }

    [Fact]
    public void A_serializer_may_do_without_manifest()
    {
        var serializer = Sys.Serialization.FindSerializerFor(new Stamp(7));
        serializer.ShouldBeOfType<StampSerializer>().Identifier.ShouldBe(4712);
        Akka.Serialization.Serialization.ManifestFor(serializer, new Stamp(7)).ShouldBeEmpty();
        RoundTrip(new Stamp(7)).ShouldBe(new Stamp(7));
    }

    [Fact]
    public void An_unknown_number_is_an_error_that_names_it()
    {
        Should.Throw<Exception>(() => Sys.Serialization.Deserialize([], 99_999, "x")).Message.ShouldContain("99999");
    }

    [Fact]
    public void An_unknown_manifest_is_the_serializers_error()
    {
        Should.Throw<Exception>(() => Sys.Serialization.Deserialize([], 4711, "note.99")).Message.ShouldContain("note.99");
    }

    [EmbeddedOnly("Akka.NET falls back to JSON with type names")]
    public void A_type_without_binding_is_an_error_that_names_it()
    {
        Should.Throw<System.Runtime.Serialization.SerializationException>(() => Sys.Serialization.FindSerializerFor(new Unbound()))
            .Message.ShouldContain(nameof(Unbound));
    }

    [Fact]
    public void References_are_written_with_address_and_uid_and_read_back()
    {
        var text = Akka.Serialization.Serialization.SerializedActorPath(TestActor);
        text.ShouldBe(TestActor.Path.ToSerializationFormat());
        ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(text).ShouldBe(TestActor);
    }

    [Fact]
    public void Within_a_transport_references_are_written_with_its_address()
    {
        var serializer = Sys.Serialization.FindSerializerFor(new Note("x"));
        var bytes = serializer.ToBinaryWithAddress(new Address("akka.tcp", "test", "host", 1), new RefNote(TestActor));
        Encoding.UTF8.GetString(bytes).ShouldBe($"akka.tcp://test@host:1/system/{TestActor.Path.Name}#{TestActor.Path.Uid}");
    }

    [Fact]
    public void Bindings_may_be_added_by_program()
    {
        var serializer = Sys.Serialization.FindSerializerFor(new Note("x"));
        Sys.Serialization.AddSerializationMap(typeof(Unbound), serializer);
        Sys.Serialization.FindSerializerFor(new Unbound()).ShouldBeSameAs(serializer);
    }

    [Fact]
    public async Task A_setup_may_bring_serializers()
    {
        var setup = SerializationSetup.Create(system =>
            ImmutableHashSet.Create(SerializerDetails.Create("notes", new NoteSerializer(system), ImmutableHashSet.Create(typeof(INote)))));
        var config = ConfigurationFactory.ParseString(
            """
            akka.loglevel = ERROR
            akka.actor.serialization-identifiers { "Akka.Contract.Tests.Serialization.NoteSerializer, Akka.Contract.Tests" = 4711 }
            """);
        var system = ActorSystem.Create("set-up", BootstrapSetup.Create().WithConfig(config).And(setup));
        system.Serialization.FindSerializerFor(new Note("x")).ShouldBeOfType<NoteSerializer>();
        await system.Terminate();
    }

    private object RoundTrip(object value)
    {
        var serializer = Sys.Serialization.FindSerializerFor(value);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, value);
        return Sys.Serialization.Deserialize(serializer.ToBinary(value), serializer.Identifier, manifest);
    }

    private sealed record Unbound;
}

public interface INote;

public sealed record Note(string Text) : INote;

public sealed record RefNote(IActorRef Ref) : INote;

public sealed class NoteSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override string Manifest(object o) => o is Note ? "note.1" : "ref.1";

    public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(
        obj is Note note ? note.Text : Akka.Serialization.Serialization.SerializedActorPath(((RefNote)obj).Ref));

    public override object FromBinary(byte[] bytes, string manifest) => manifest == "note.1"
        ? new Note(Encoding.UTF8.GetString(bytes))
        : throw new System.Runtime.Serialization.SerializationException($"unknown manifest {manifest}");
}

public sealed record Stamp(byte Value);

public sealed class StampSerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => [((Stamp)obj).Value];

    public override object FromBinary(byte[] bytes, Type type) => new Stamp(bytes[0]);
}
