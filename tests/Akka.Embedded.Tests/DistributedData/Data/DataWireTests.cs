using System.Runtime.Serialization;
using Akka.Actor;
using Akka.DistributedData;
using Akka.Embedded.Replication;
using Akka.Embedded.Wire;
using Akka.Serialization;
using FsCheck;
using FsCheck.Fluent;
using static Akka.Embedded.Tests.DistributedData.Data.DataNodes;

namespace Akka.Embedded.Tests.DistributedData.Data;

public sealed class DataWireTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("wire");

    private Akka.Serialization.Serialization Serialization => _system.Serialization;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _system.Terminate().WaitAsync(TimeSpan.FromSeconds(20));

    [Fact]
    public void Equal_data_has_equal_bytes_whatever_its_past()
    {
        string[] names = [.. Enumerable.Range(0, 50).Select(i => $"element {i}")];
        var forth = names.Aggregate(ORSet<string>.Empty, (set, name) => set.Add(A, name)).Merge(ORSet.Create(B, "b"));
        var back = (ORSet<string>)RoundTrip(ORSet.Create(C, "c").Merge(forth));
        var same = forth.Merge(back);

        Bytes(same).ShouldBe(Bytes(back.Merge(forth)));
        Bytes(GSet.Create(names)).ShouldBe(Bytes(GSet.Create(names.Reverse().ToArray())));
        var map = names.Aggregate(LWWDictionary<string, int>.Empty, (m, name) => m.SetItem(A, name, 1));
        Bytes(RoundTrip(map)).ShouldBe(Bytes(map));
    }

    [Fact]
    public void Elements_without_an_order_of_their_own_are_ordered_by_their_bytes()
    {
        byte[][] elements = [[3, 1], [1], [2, 2, 2]];
        Bytes(GSet.Create(elements)).ShouldBe(Bytes(GSet.Create(elements.Reverse().ToArray())));
    }

    [Fact]
    public void Manifests_are_short_and_stay_as_they_are()
    {
        Manifest(Flag.True).ShouldBe("f");
        Manifest(GCounter.Empty).ShouldBe("gc");
        Manifest(PNCounter.Empty).ShouldBe("pc");
        Manifest(VersionVector.Create(A, 1)).ShouldBe("vv");
        Manifest(GSet<int>.Empty).ShouldBe("gs(i)");
        Manifest(ORSet<string>.Empty).ShouldBe("os(s)");
        Manifest(ORSet.Create(A, 1L).Delta!).ShouldBe("os+(l)");
        Manifest(LWWDictionary.Create(A, "k", 1)).ShouldBe("ld(s,i)");
        Manifest(LWWDictionary.Create(A, "k", 1).Delta!).ShouldBe("ld+(s,i)");
        Manifest(ORDictionary.Create(A, "k", ORSet<string>.Empty)).ShouldBe("od(s,os(s))");
        Manifest(ORDictionary.Create(A, "k", Flag.True).Delta!).ShouldBe("od+(s,f)");
        Manifest(PNCounterDictionary<string>.Empty.Increment(A, "k").Delta!).ShouldBe("pd+(s)");
        Manifest(new LWWRegisterKey<string>("x")).ShouldBe("lrk(s)");
        Manifest(ORSet.Create(A, new byte[] { 1 })).ShouldBe("os('System.Byte[], System.Private.CoreLib')");
    }

    [Fact]
    public void Any_bound_type_is_an_element_and_null_is_a_value()
    {
        var map = LWWDictionary<string, byte[]?>.Empty.SetItem(A, "full", [1, 2, 3]).SetItem(A, "none", null);
        var read = (LWWDictionary<string, byte[]?>)RoundTrip(map);

        read["full"].ShouldBe([1, 2, 3]);
        read["none"].ShouldBeNull();
        ((LWWRegister<string?>)RoundTrip(new LWWRegister<string?>(A, null, 1L))).Value.ShouldBeNull();
    }

    [Fact]
    public void A_type_without_serializer_is_an_error_that_names_it() =>
        Should.Throw<SerializationException>(() => Bytes(GSet.Create(new Version(1, 0)))).Message.ShouldContain("System.Version");

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("os")]
    [InlineData("os(s")]
    [InlineData("os(s,s)")]
    [InlineData("os(s)x")]
    [InlineData("os(q)")]
    [InlineData("s")]
    [InlineData("ld(s)")]
    [InlineData("os('No.Such.Type, Nowhere')")]
    [InlineData("os('unfinished")]
    [InlineData("od(s,i)")]
    [InlineData("gs(gs(gs(gs(gs(s)))))")]
    public void An_unknown_manifest_is_an_error_that_names_it(string manifest) =>
        Should.Throw<SerializationException>(() => Serialization.Deserialize([1, 0, 0, 0], 11, manifest)).Message
            .ShouldContain(manifest);

    [Fact]
    public void A_manifest_has_a_greatest_length() =>
        Should.Throw<SerializationException>(() => Serialization.Deserialize([1], 11, new string('x', 513))).Message.ShouldContain("512");

    [Theory]
    [InlineData("gc")]
    [InlineData("os(s)")]
    [InlineData("gs(i)")]
    [InlineData("ld(s,l)")]
    [InlineData("os+(s)")]
    [InlineData("ld+(s,s)")]
    [InlineData("vv")]
    public void A_claimed_size_is_not_believed(string manifest)
    {
        byte[] huge = [0xFF, 0xFF, 0xFF, 0xFF, 0x07];
        byte[][] claims =
            [[1, .. huge], [1, 0, .. huge], [1, 0, 0, .. huge], [1, 0, 0, 0, .. huge], [1, 0, 0, 1, 0, 0, .. huge]];
        foreach (var bytes in claims)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Should.Throw<SerializationException>(() => Serialization.Deserialize(bytes, 11, manifest)).Message.ShouldContain(manifest);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4_000_000);
        }
    }

    [Fact]
    public void Garbage_is_an_error_and_nothing_else()
    {
        IReplicatedData[] samples =
        [
            PNCounter.Empty.Increment(A, 7).Decrement(B, 9), ORSet.Create(A, "a").Add(B, "b").Remove(A, "b"),
            LWWDictionary.Create((A, "k", "v"), (B, "l", "w")), ORDictionary.Create(A, "k", GCounter.Empty.Increment(B)),
            ORSet.Create(A, "a").Add(B, "b").Remove(A, "b").Delta!,
            LWWDictionary.Create((A, "k", "v"), (B, "l", "w")).Remove(A, "k").Delta!,
        ];
        var mutations = Gen.ArrayOf(Gen.Choose(0, 1_000_000)).ToArbitrary();
        Prop.ForAll(mutations, changes =>
        {
            foreach (var sample in samples)
            {
                var bytes = Bytes(sample);
                foreach (var change in changes.Take(3))
                    bytes[change % bytes.Length] = (byte)(change >> 8);
                Read(bytes[..Math.Max(1, bytes.Length - (changes.Length % 4))], Manifest(sample));
            }
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Data_in_data_is_bounded()
    {
        var manifest = "gs('System.Byte[], System.Private.CoreLib')";
        var bytes = Array.Empty<byte>();
        for (var depth = 0; depth < 2_000; depth++)
        {
            var output = new DataWriter();
            output.WriteCount(1);
            output.WriteKind(11, manifest);
            output.Body.WriteBytes(bytes);
            bytes = output.ToArray();
        }

        Should.Throw<SerializationException>(() => Serialization.Deserialize(bytes, 11, manifest)).Message.ShouldContain("nested");
    }

    [Fact]
    public void A_manifest_of_a_type_without_serializer_loads_no_assembly()
    {
        const string Assembly = "System.Formats.Tar";
        string manifest = $"gs('System.Formats.Tar.TarReader, {Assembly}')";

        Should.Throw<SerializationException>(() => Serialization.Deserialize([1, 0, 0, 0], 11, manifest)).Message.ShouldContain(manifest);

        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name).ShouldNotContain(Assembly);
    }

    [Fact]
    public void So_many_names_are_learned_from_other_nodes_and_any_number_of_own_ones_is_known()
    {
        string[] plain = ["s", "i", "l", "f", "gc", "pc", "vv"];
        string[] types = [.. plain, .. plain.SelectMany(type => new[] { $"gs({type})", $"os({type})", $"lr({type})", $"pd({type})" })];
        var names = types.SelectMany(key => types.Select(value => $"ldk({key},{value})")).ToArray();
        var codecs = new DataCodecs(Serialization);
        foreach (var name in names.Take(1_000))
            codecs.Of(name);

        Should.Throw<SerializationException>(() => codecs.Of(names[1_000])).Message.ShouldContain("1000");
        codecs.Of(names[0]).ShouldNotBeNull();
        object own = GSet<byte[]>.Empty;
        codecs.Of(codecs.NameOf(own)).ShouldBeSameAs(codecs.Of(own));
    }

    private void Read(byte[] bytes, string manifest)
    {
        try
        {
            Serialization.Deserialize(bytes, 11, manifest).ShouldNotBeNull();
        }
        catch (SerializationException e)
        {
            e.Message.ShouldNotBeEmpty();
        }
    }

    private byte[] Bytes(object data) => Serialization.FindSerializerFor(data).ToBinary(data);

    private string Manifest(object data) => ((SerializerWithStringManifest)Serialization.FindSerializerFor(data)).Manifest(data);

    private object RoundTrip(object data) => Serialization.Deserialize(Bytes(data), 11, Manifest(data));
}
