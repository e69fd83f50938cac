using Hanzo.Network.Node.Api.Feed;
using Hanzo.Network.Node.Tests.Support;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Node.Tests.Api;

public sealed class PageFeedTests
{
    [Fact]
    public async Task The_last_page_closes_quietly_and_the_next_one_is_served_anew()
    {
        var feed = new PageFeed(new FakeNetwork(), new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), NullLogger.Instance);

        for (var i = 0; i < 3; i++)
        {
            using var page = feed.Subscribe();
            (await page.Items.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10))).ShouldNotBeNull();
        }
    }
}
