using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.Capacity;

namespace Hanzo.Network.Tests.Capacity;

public sealed class RunGateTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(300);
    private static readonly Guest[] Guests = [.. Enumerable.Range(0, 12).Select(number => new Guest(number))];

    [Fact]
    public void Those_who_wait_get_a_place_in_the_order_in_which_they_came()
    {
        var gate = new RunGate<Guest>(2);
        Guests.Take(5).Select(gate.Enter).ShouldBe([true, true, false, false, false]);

        gate.Leave(Guests[1]).ShouldBe(Guests[2]);
        gate.Leave(Guests[0]).ShouldBe(Guests[3]);
        (gate.Held, gate.Waiting).ShouldBe((2, 1));
    }

    [Fact]
    public void Who_gives_up_waiting_frees_no_place_and_gets_none()
    {
        var gate = new RunGate<Guest>(1);
        foreach (var guest in Guests.Take(3)) gate.Enter(guest);

        gate.Leave(Guests[1]).ShouldBeNull();
        gate.Leave(Guests[0]).ShouldBe(Guests[2]);
    }

    [Fact]
    public void A_place_is_given_back_once_however_often_it_is_left()
    {
        var gate = new RunGate<Guest>(1);
        gate.Enter(Guests[0]);
        gate.Enter(Guests[1]);

        gate.Leave(Guests[0]).ShouldBe(Guests[1]);
        gate.Leave(Guests[0]).ShouldBeNull();
        gate.Held.ShouldBe(1);
        Should.Throw<InvalidOperationException>(() => gate.Enter(Guests[1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_capacity_of_nothing_is_refused(int capacity) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new RunGate<Guest>(capacity)).Message.ShouldContain($"{capacity}");

    [Fact]
    public void Never_more_than_the_capacity_are_in_and_nobody_waits_while_a_place_is_free() => Prop.ForAll(Steps(), steps =>
    {
        const int Capacity = 3;
        var gate = new RunGate<Guest>(Capacity);
        var (inside, waiting) = (new List<Guest>(), new List<Guest>());
        foreach (var guest in steps.Select(step => Guests[step]))
        {
            if (inside.Contains(guest) || waiting.Contains(guest))
            {
                var freed = inside.Remove(guest);
                waiting.Remove(guest);
                var expected = freed ? waiting.FirstOrDefault() : null;
                gate.Leave(guest).ShouldBe(expected);
                if (expected is null) continue;
                waiting.RemoveAt(0);
                inside.Add(expected);
            }
            else
            {
                var room = inside.Count < Capacity;
                gate.Enter(guest).ShouldBe(room);
                (room ? inside : waiting).Add(guest);
            }

            (gate.Held, gate.Waiting).ShouldBe((inside.Count, waiting.Count));
            (gate.Held == Capacity || gate.Waiting == 0).ShouldBeTrue();
        }
    }).Check(Quick);

    /// <summary>Whose turn it is to come or, being there, to go.</summary>
    private static Arbitrary<int[]> Steps() => Gen.Choose(0, Guests.Length - 1).ArrayOf().Resize(200).ToArbitrary();

    private sealed record Guest(int Number);
}
