using Hanzo.Network.Kills.Nodes;

namespace Hanzo.Network.Kills.Campaign;

internal sealed record KillOptions(int Kills, CampaignJournal Journal, int Seed);
