using Hanzo.Network.Kills.Nodes;

namespace Hanzo.Network.Kills.Campaign;

/// <param name="Kills">How many are planned.</param>
/// <param name="KeepsData">Also when nothing is wrong.</param>
internal sealed record KillOptions(int Kills, CampaignJournal Journal, int Seed, bool KeepsData = false);
