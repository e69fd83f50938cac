using Hanzo.Network.Agents;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Tests.Memory;

/// <summary>Who may see what.</summary>
public sealed class MemoryReaderTests
{
    private static readonly MemoryEntry Adas = Remembered.Entry("m");

    [Fact]
    public void A_user_sees_what_the_same_user_said_in_any_session()
    {
        Remembered.Reader("ada", session: Remembered.Second).MaySee(Adas).ShouldBeTrue();
        Remembered.Reader("bob").MaySee(Adas).ShouldBeFalse();
        Remembered.Reader(user: null).MaySee(Adas).ShouldBeFalse();
    }

    [Fact]
    public void Who_names_no_user_sees_what_was_said_in_the_session_by_nobody_in_particular()
    {
        var nobodys = Adas with { User = null };

        Remembered.Reader(user: null).MaySee(nobodys).ShouldBeTrue();
        Remembered.Reader(user: null, session: Remembered.Second).MaySee(nobodys).ShouldBeFalse();
        Remembered.Reader("ada").MaySee(nobodys).ShouldBeFalse();
    }

    [Fact]
    public void Bound_to_its_session_it_sees_no_other()
    {
        Remembered.Reader("ada", MemoryScope.Session).MaySee(Adas).ShouldBeTrue();
        Remembered.Reader("ada", MemoryScope.Session, Remembered.Second).MaySee(Adas).ShouldBeFalse();
    }

    [Theory]
    [InlineData(MemoryScope.User, false)]
    [InlineData(MemoryScope.Session, false)]
    [InlineData(MemoryScope.Agent, true)]
    public void What_was_shared_when_it_was_said_is_seen_where_memory_is_shared(MemoryScope scope, bool sees) =>
        Remembered.Reader("bob", scope).MaySee(Adas with { IsShared = true }).ShouldBe(sees);

    [Fact]
    public void What_was_private_when_it_was_said_stays_so_when_the_agent_is_defined_anew() =>
        Remembered.Reader("bob", MemoryScope.Agent).MaySee(Adas).ShouldBeFalse();

    [Theory]
    [InlineData(MemoryScope.User)]
    [InlineData(MemoryScope.Session)]
    [InlineData(MemoryScope.Agent)]
    public void What_was_given_for_everybody_everybody_sees(MemoryScope scope) =>
        Remembered.Reader("bob", scope)
            .MaySee(Adas with { User = null, Sessions = [], IsShared = true, Source = MemorySource.Given }).ShouldBeTrue();

    [Fact]
    public void Another_agents_memories_are_not_seen_and_the_networks_only_by_those_that_share_it()
    {
        Remembered.Reader().MaySee(Adas with { Owner = MemoryOwner.Of(AgentName.Parse("other")) }).ShouldBeFalse();
        var networks = Adas with { Owner = MemoryOwner.Network, IsShared = true };
        Remembered.Reader("bob", MemoryScope.Agent).MaySee(networks).ShouldBeFalse();
        Remembered.Reader("bob", MemoryScope.Network).MaySee(networks).ShouldBeTrue();
    }

    [Theory]
    [InlineData("ada@example.org", true)]
    [InlineData("", false)]
    [InlineData("  ", false)]
    [InlineData("a\nb", false)]
    public void Names_of_users_have_bounds(string user, bool isName) => (MemoryLimits.CheckUser(user) is null).ShouldBe(isName);
}
