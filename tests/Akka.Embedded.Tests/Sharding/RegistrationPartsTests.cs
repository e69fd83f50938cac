using System.Collections.Immutable;
using Akka.Embedded.Sharding.Coordination;
using Akka.Embedded.Sharding.Protocol;
using Akka.Embedded.Sharding.Regions;

namespace Akka.Embedded.Tests.Sharding;

public sealed class RegistrationPartsTests
{
    private static readonly ImmutableArray<string> Many = [.. Enumerable.Range(0, 5000).Select(i => $"a-shard-with-a-long-name-{i}")];
    private readonly RegistrationParts _region = new();
    private readonly PartialRegistrations<string> _coordinator = new();

    [Fact]
    public void Few_shards_are_one_part()
    {
        var (shards, place) = _region.Next(["oak", "elm"]).ShouldHaveSingleItem();

        place.ShouldBe(new RegistrationPart(1, 0, 1));
        Add((shards, place))!.Value.ShouldBe(["oak", "elm"]);
    }

    [Fact]
    public void A_region_that_hosts_nothing_registers_too() =>
        Add(_region.Next([]).ShouldHaveSingleItem())!.Value.ShouldBeEmpty();

    [Fact]
    public void Many_shards_come_in_parts_of_bounded_size_and_are_put_together()
    {
        var parts = _region.Next(Many).ToList();

        parts.Count.ShouldBeGreaterThan(3);
        parts.ShouldAllBe(part => part.Shards.Sum(shard => shard.Length) <= RegistrationParts.MaxBytes);
        parts[..^1].ShouldAllBe(part => Add(part) == null);
        Add(parts[^1])!.Value.ShouldBe(Many);
        _coordinator.Count.ShouldBe(0);
    }

    [Fact]
    public void A_lost_part_voids_the_registration_until_it_is_said_again()
    {
        var parts = _region.Next(Many).ToList();
        parts.RemoveAt(1);
        parts.ShouldAllBe(part => Add(part) == null);

        _region.Next(Many).Select(Add).ToList()[^1]!.Value.ShouldBe(Many);
    }

    [Fact]
    public void Parts_of_two_registrations_are_never_put_together()
    {
        var first = _region.Next(Many).ToList();
        var second = _region.Next(Many).ToList();

        first[..1].Concat(second[1..]).ShouldAllBe(part => Add(part) == null);
    }

    [Fact]
    public void Nothing_is_kept_of_a_region_that_is_gone()
    {
        Add(_region.Next(Many).First());

        _coordinator.Forget("region");

        _coordinator.Count.ShouldBe(0);
    }

    private ImmutableArray<string>? Add((ImmutableArray<string> Shards, RegistrationPart Place) part) =>
        _coordinator.Add("region", part.Place, part.Shards);
}
