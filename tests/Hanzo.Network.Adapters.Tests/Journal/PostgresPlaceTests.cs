using Hanzo.Network.Adapters.Journal;

namespace Hanzo.Network.Adapters.Tests.Journal;

public sealed class PostgresPlaceTests
{
    private const string Server = "Host=db;Username=u";

    [Fact]
    public void What_the_connection_string_leaves_open_is_set()
    {
        var place = PostgresPlace.WithDefaults(Server);

        (place.Timeout, place.CommandTimeout, place.MaxPoolSize, place.MaxAutoPrepare).ShouldBe((5, 10, 8, 16));
        place.ApplicationName.ShouldBe("hanzo");
        foreach (var set in new[] { "Timeout=5", "Command Timeout=10", "Maximum Pool Size=8", "Max Auto Prepare=16" })
            place.ConnectionString.ShouldContain(set);
    }

    /// <summary>Also what Npgsql would have by itself.</summary>
    [Theory]
    [InlineData("Timeout=15;Command Timeout=30;Maximum Pool Size=100;Max Auto Prepare=0;Application Name=mine")]
    [InlineData("timeout=15;CommandTimeout=30;MaxPoolSize=100;max auto prepare=0;application name=mine")]
    public void What_the_connection_string_says_is_kept(string given)
    {
        var place = PostgresPlace.WithDefaults($"{Server};{given}");

        (place.Timeout, place.CommandTimeout, place.MaxPoolSize, place.MaxAutoPrepare).ShouldBe((15, 30, 100, 0));
        place.ApplicationName.ShouldBe("mine");
    }

    [Fact]
    public void More_connections_at_the_least_are_more_at_the_most() =>
        PostgresPlace.WithDefaults($"{Server};Minimum Pool Size=20").MaxPoolSize.ShouldBe(20);
}
