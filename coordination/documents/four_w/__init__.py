"""Who does what where when: sheets that ministries, missions and agencies keep, in and out."""
